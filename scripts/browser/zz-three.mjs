import {launch} from '/work/main/scripts/browser/drivers.mjs';
import {startBenchServer} from '/work/main/scripts/browser/bench-server.mjs';
const s=await startBenchServer({'/old/':'/tmp/sz/old','/new/':'/tmp/sz/dist'},{});
const med=a=>a.sort((x,y)=>x-y)[a.length>>1];
for(const eng of ['chromium','firefox','webkit']){
  let b=await launch(eng);
  for(const sp of [null,{bitsPerSecond:1e7,latency_ms:20}]){
    s.limit(sp);const r={old:[],new:[]};
    for(let i=0;i<5;i++)for(const w of ['old','new']){
      if(eng=='webkit'){await b.close();b=await launch(eng);}
      const p=await b.newPage();
      await p.goto(s.url+'/'+w+'/?'+i);
      await p.waitFor(()=>document.documentElement.dataset.ready!==undefined,{timeout_ms:20000});
      const t=await p.evaluate(()=>{const m=performance.getEntriesByType('mark');return performance.getEntriesByName('ready')[0]?.startTime??-1});
      r[w].push(Math.round(t));await p.close();
    }
    console.log(eng,sp?'10Mbit':'free','old',med(r.old),r.old.join(' '),'new',med(r.new),r.new.join(' '));
  }
  await b.close();
}
await s.stop();process.exit()
