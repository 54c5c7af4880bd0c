using Orchestrator.Adapters.Files.Tests.Support;

return await Victim.RunAsync(args);
