using Orchestrator.Adapters.Azure.Tests.Disk;

return await DiskVictim.RunAsync(args);
