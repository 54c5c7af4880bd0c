using System.CommandLine;
using Orchestrator.Local.Hosting;

var root = new RootCommand("Orchestrator: migrates workloads by runbook, durably, with a way back.")
{
    ServeCommand.Create(),
    GatewayCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
