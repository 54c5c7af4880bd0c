using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.Local;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.TestApp;

/// <summary>A server that starts one workload and then waits to be killed.</summary>
internal static class Host
{
    public static async Task<int> RunAsync(string program, string folder, string port)
    {
        var services = new ServiceCollection().AddLogging().AddLocalAdapters(options =>
        {
            options.StateFolder = folder;
            options.AllowedCommands["app"] = new AllowedCommand { Path = program };
        });
        await using var provider = services.BuildServiceProvider();
        var adapter = provider.GetServices<IAdapter>().OfType<IComputeAdapter>().Single(adapter => adapter.Kind == "process");
        var spec = new AdapterSpec
        {
            Kind = "process",
            Settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
                $$"""{"command":"app","arguments":["--port","{{port}}"],"address":"127.0.0.1:{{port}}"}""")!,
        };
        await adapter.StartAsync(spec, Scope(provider.GetRequiredService<ISecrets>(), folder, spec), CancellationToken.None);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static StepScope Scope(ISecrets secrets, string folder, AdapterSpec spec) => new()
    {
        MigrationId = "m-1",
        Step = "start-target",
        Plan = new MigrationPlan { Version = 1, Name = "orders", Compute = new ComputePlan { Source = new AdapterSpec { Kind = "none" }, Target = spec } },
        WorkFolder = folder,
        Progress = new Progress<StepProgress>(),
        Secrets = secrets,
        Expander = (text, _) => ValueTask.FromResult(text),
    };
}
