using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Ledger;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>A whole product in memory: world, engine, ledger and service, on a clock that a test moves.</summary>
public sealed class MigrationDrill
{
    /// <summary>An operator who may do everything.</summary>
    public static readonly Caller Operator = new("olga", ["operator"]);

    /// <summary>Somebody who may approve.</summary>
    public static readonly Caller Approver = new("anna", ["approver"]);

    /// <summary>Makes a drill in a world in memory.</summary>
    public MigrationDrill()
        : this(adapters: null, workspace: null)
    {
    }

    /// <summary>Makes a drill with adapters of one's own.</summary>
    /// <param name="adapters">Makes them for the drill's clock; those of <see cref="World"/> when it is <see langword="null"/>.</param>
    /// <param name="workspace">Where they work; nowhere when it is <see langword="null"/>.</param>
    public MigrationDrill(Func<TimeProvider, AdapterCatalog>? adapters, IWorkspace? workspace)
    {
        Services = new(adapters?.Invoke(Time) ?? World.Adapters, new TestSecrets(), Ledger, new NoProgress(), workspace ?? Workspace)
        {
            Time = Time,
            Interceptors = [Faults],
            Logger = Log,
        };
        Host = new(new DurableRegistry().AddMigrations(Services), Time);
        Service = new(Host, Ledger, new NoProgress(), Time)
        {
            Retry = (new() { MaxAttempts = 3 }, new() { MaxAttempts = 2 }),
        };
    }

    /// <summary>The clock.</summary>
    public ManualTime Time { get; } = new();

    /// <summary>The data centre and the target.</summary>
    public FakeWorld World { get; } = new();

    /// <summary>The order of steps, and which of them fail.</summary>
    public StepFaults Faults { get; } = new();

    /// <summary>The ledger.</summary>
    public InMemoryLedger Ledger { get; } = new();

    /// <summary>What was logged.</summary>
    public LoggedEvents Log { get; } = new();

    /// <summary>The work folders.</summary>
    public FakeWorkspace Workspace { get; } = new();

    /// <summary>The services of the steps.</summary>
    public StepServices Services { get; }

    /// <summary>The same on the real clock, for hosts that run on it.</summary>
    public StepServices LiveServices => Services with { Time = TimeProvider.System };

    /// <summary>The engine.</summary>
    public InMemoryOrchestrationHost Host { get; }

    /// <summary>What callers can do.</summary>
    public MigrationService Service { get; }

    /// <summary>Starts a migration and lets it run until it waits or has ended.</summary>
    public async Task<MigrationStatus> StartAsync(MigrationPlan plan, bool rehearsal = false)
    {
        var started = await Service.StartAsync(new(plan) { Rehearsal = rehearsal }, Operator);
        return await SettleAsync(started.Id);
    }

    /// <summary>Lets everything run that can without time passing.</summary>
    public async Task<MigrationStatus> SettleAsync(string id)
    {
        await Host.WhenIdleAsync();
        return (await Service.FindAsync(id))!;
    }

    /// <summary>Lets time pass until the migration has ended, or is in a state.</summary>
    public async Task<MigrationStatus> RunUntilAsync(string id, MigrationState? state = null)
    {
        while (true)
        {
            var status = await SettleAsync(id);
            if (status.State == state || (await Host.FindAsync(id))!.IsFinished)
                return status;
            if (!Time.AdvanceToNextTimer())
                throw new InvalidOperationException($"The migration waits ({status.State}) and no timer is set.");
        }
    }
}
