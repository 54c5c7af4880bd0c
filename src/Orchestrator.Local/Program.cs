using Orchestrator.Local.Cli;
using Orchestrator.Local.Hosting;

return await CommandLine.RunAsync(args, CliHost.ForProcess(LocalCatalog.Create),
[
    _ => ServeCommand.Create(),
    _ => GatewayCommand.Create(),
    .. CommandLine.ClientVerbs,
]);
