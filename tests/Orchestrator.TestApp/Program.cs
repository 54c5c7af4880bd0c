using Orchestrator.TestApp;

// What tests start and kill: a workload, a server that starts a workload, a gateway.
return args switch
{
    ["host", var program, var folder, var port] => await Host.RunAsync(program, folder, port),
    ["gateway", var stateFile, .. var addresses] => await GatewayProgram.RunAsync(stateFile, addresses),
    _ => await Workload.RunAsync(args),
};
