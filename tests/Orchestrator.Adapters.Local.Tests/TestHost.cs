using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Tests;

/// <summary>The adapters of this project, registered as a host does it, with a state folder of their own.</summary>
public sealed class TestHost : IDisposable
{
    private readonly ServiceProvider _provider;

    public TestHost(string stateFolder, Action<LocalAdapterOptions> configure)
    {
        StateFolder = stateFolder;
        _provider = new ServiceCollection().AddLogging().AddLocalAdapters(options =>
        {
            options.StateFolder = stateFolder;
            configure(options);
        }).BuildServiceProvider();
        Secrets = _provider.GetRequiredService<ISecrets>();
    }

    public string StateFolder { get; }

    public ISecrets Secrets { get; }

    public static AdapterSpec Spec(string kind, object settings) => new()
    {
        Kind = kind,
        Settings = JsonSerializer.SerializeToElement(settings, DurableJson.Options).Deserialize<Dictionary<string, JsonElement>>()!,
    };

    public T Adapter<T>(string kind) where T : class, IAdapter =>
        _provider.GetServices<IAdapter>().OfType<T>().Single(adapter => adapter.Kind == kind);

    public StepScope Scope(string step, AdapterSpec? target = null, bool isRehearsal = false, Func<string, string>? expand = null) => new()
    {
        MigrationId = "m-1",
        Step = step,
        Plan = new MigrationPlan
        {
            Version = 1,
            Name = "orders",
            Compute = target is null ? null : new ComputePlan { Source = new AdapterSpec { Kind = "none" }, Target = target },
        },
        IsRehearsal = isRehearsal,
        WorkFolder = StateFolder,
        Progress = new Progress<StepProgress>(),
        Secrets = Secrets,
        Expander = (text, _) => ValueTask.FromResult(expand?.Invoke(text) ?? text),
    };

    public void Dispose() => _provider.Dispose();
}
