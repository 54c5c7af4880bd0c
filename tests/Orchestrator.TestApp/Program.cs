using Orchestrator.TestApp;

// What the tests of compute adapters start: a workload, or a server that starts a workload and is killed.
return args switch
{
    ["host", var program, var folder, var port] => await Host.RunAsync(program, folder, port),
    _ => await Workload.RunAsync(args),
};
