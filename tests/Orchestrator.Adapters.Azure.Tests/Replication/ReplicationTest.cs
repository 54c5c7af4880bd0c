using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

/// <summary>A vault at the ARM test server, and a migration that is run as the runbook runs it.</summary>
[Collection(ReplicationTests.Name)]
public abstract class ReplicationTest(ArmJudge judge) : IAsyncLifetime
{
    // More than any step needs, and no test hangs.
    private const int MostRuns = 120;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("replication-");

    protected ArmServer Server { get; private set; } = null!;

    protected IOnlineDataAdapter Adapter { get; private set; } = null!;

    protected string Group => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/landing";

    protected string Vault => $"{Group}/providers/Microsoft.RecoveryServices/vaults/vault";

    protected string Container => $"{Vault}/replicationFabrics/fabric/replicationProtectionContainers/container";

    protected string Machine => $"{Group}/providers/Microsoft.Compute/virtualMachines/orders-vm";

    protected abstract string Item { get; }

    protected List<string> Waits { get; } = [];

    /// <summary>The host's clock; a change counts from the next restart on.</summary>
    protected TimeProvider Time { get; set; } = TimeProvider.System;

    private protected ArmConnector Connector { get; private set; } = null!;

    protected virtual bool ReverseSync => false;

    protected virtual (string Source, string Target) Compute => ("command", "azureVm");

    protected DataComponent Component => new()
    {
        Name = "server",
        Kind = Adapter.Kind,
        Settings = Elements(Own()),
        Source = Element(Source()),
        Target = Element(Target()),
    };

    public async Task InitializeAsync()
    {
        Server = await ArmServer.StartAsync();
        Server.Seed(Container, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["friendlyName"] = "container" } });
        Server.Seed($"{Vault}/replicationPolicies/policy", new JsonObject { ["properties"] = new JsonObject { ["friendlyName"] = "policy" } });
        Arrange();
        Restart();
    }

    public async Task DisposeAsync()
    {
        try
        {
            await judge.AssertRightAsync(Server.Recorder);
        }
        finally
        {
            await Server.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>Makes what a kind wants to be there beside the vault.</summary>
    protected virtual void Arrange()
    {
    }

    private protected abstract IOnlineDataAdapter Create(ArmConnector connector);

    protected abstract Dictionary<string, object?> Own();

    protected abstract Dictionary<string, object?> Source();

    protected abstract Dictionary<string, object?> Target();

    /// <summary>A host that was started anew: nothing is left but the work folder.</summary>
    protected void Restart()
    {
        Connector = new(new() { Endpoint = new Uri(Server.Endpoint.GetLeftPart(UriPartial.Authority)) }, Server.Credential, new HttpClientTransport(new HttpClient(Server.CreateHandler())))
        {
            FirstRetryDelay = TimeSpan.FromMilliseconds(1),
            Time = Time,
        };
        Adapter = Create(Connector);
    }

    protected StepScope Scope(string step, string migrationId = "m-1") => new()
    {
        MigrationId = migrationId,
        Step = step,
        Plan = Plan(),
        WorkFolder = Path.Combine(_folder.FullName, migrationId),
        Progress = new NoReports(),
        Secrets = new TestSecrets(),
        Expander = (value, _) => ValueTask.FromResult(value),
    };

    protected MigrationPlan Plan() => new()
    {
        Version = 1,
        Name = "orders",
        Strategy = MigrationStrategy.Online,
        Data = [Component],
        Downtime = new() { Tolerance = TimeSpan.FromHours(4) },
        Compute = new() { Source = new() { Kind = Compute.Source }, Target = new() { Kind = Compute.Target }, WarmStart = false },
        Fallback = new() { ReverseSync = ReverseSync },
    };

    /// <summary>Runs a step as the runbook does: again while it is pending, and again when that may help.</summary>
    protected async Task<T> RunAsync<T>(Func<Task<T>> step)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                return await step();
            }
            catch (OperationPendingException wait) when (run < MostRuns)
            {
                Note(wait);
            }
            catch (AdapterException error) when (error.IsTransient && run < MostRuns)
            {
                Note(error);
            }
        }
    }

    protected Task RunAsync(Func<Task> step) => RunAsync(async () =>
    {
        await step();
        return true;
    });

    /// <summary>Whether the host is killed and started anew whenever a step did not end.</summary>
    protected bool IsRestarted { get; set; }

    protected Task ConfigureAsync() => RunAsync(() => Adapter.ConfigureSyncAsync(Component, SyncDirection.Forward, Scope("configure-sync"), default));

    protected async Task FollowAsync()
    {
        await RunAsync(() => Adapter.PrepareTargetAsync(Component, Scope("provision"), default));
        await ConfigureAsync();
        await RunAsync(() => Adapter.CopyBaselineAsync(Component, Scope("baseline"), default));
        await RunAsync(() => Adapter.FreezeAsync(Component, Side.Target, Scope("baseline"), default));
    }

    /// <summary>Watches until the trial of the move is over.</summary>
    protected async Task<VerificationStatus> TryAsync()
    {
        for (var look = 1; ; look++)
        {
            var status = await RunAsync(() => Adapter.VerifyAsync(Component, SyncDirection.Forward, TimeSpan.FromSeconds(2), Scope("sync"), default));
            if (status.IsProven || status.Items.Any(item => item.IsDifferent) || look == MostRuns)
                return status;
        }
    }

    protected async Task FreezeAsync()
    {
        await RunAsync(() => Adapter.PrepareFreezeAsync(Component, SyncDirection.Forward, Scope("prepare-freeze"), default));
        await RunAsync(() => Adapter.FreezeAsync(Component, Side.Source, Scope("freeze"), default));
        await RunAsync(() => Adapter.ProveFrozenAsync(Component, Side.Source, Scope("prove-freeze"), default));
    }

    protected Task<string> MoveAsync() => RunAsync(() => Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope("final-sync"), default));

    protected Task RemoveSyncAsync() => RunAsync(() => Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope("remove-sync"), default));

    protected Task RemoveTargetAsync() => RunAsync(() => Adapter.RemoveTargetAsync(Component, Scope("remove-target"), default));

    protected async Task RunUntilStartedAsync(string operation, Func<Task> step)
    {
        for (var run = 1; Started(operation) == 0; run++)
        {
            Assert.True(run < MostRuns, $"'{operation}' is not started.");
            await Assert.ThrowsAsync<OperationPendingException>(step);
        }
    }

    protected int Started(string name) => Server.OperationsStarted.Count(operation => operation.Name == name && operation.ResourceId == Item);

    protected string? Show(string property) => Server.Find(Item)?["properties"]?[property]?.GetValue<string>();

    private void Note(Exception error)
    {
        Waits.Add(error.Message);
        if (IsRestarted)
            Restart();
    }

    private static Dictionary<string, JsonElement> Elements(Dictionary<string, object?> keys) => keys.ToDictionary(key => key.Key, key => Element(key.Value));

    private static JsonElement Element(object? value) => JsonSerializer.SerializeToElement(value);

    private sealed class NoReports : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
        }
    }
}
