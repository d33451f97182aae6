// Package recording is a recorded workload as whole programs use it: it is described, and
// kept in few bytes so that variants and policies run on it.
//
// It depends on packages recorded, workload, engine and jsontree.
package recording
