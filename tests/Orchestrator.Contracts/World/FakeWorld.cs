using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>
/// A data centre and a target in memory, with one workload, its data, a backup store and traffic. Every change is
/// checked against the product's invariants; what breaks one is noted and never repaired.
/// </summary>
/// <threadsafety>Not thread safe: steps of one migration run one after another.</threadsafety>
public sealed partial class FakeWorld
{
    private ComputeState _source = ComputeState.Running;
    private ComputeState _target = ComputeState.Stopped;
    private TrafficState _traffic = new(Side.Source, IsHeld: false);

    /// <summary>Whether the source workload runs.</summary>
    public ComputeState Source
    {
        get => _source;
        set => Set(() => _source = value);
    }

    /// <summary>Whether the target workload runs.</summary>
    public ComputeState Target
    {
        get => _target;
        set => Set(() => _target = value);
    }

    /// <summary>How many looks it takes until a workload that is started or stopped has got there.</summary>
    /// <value>None by default.</value>
    public int ComputeLooks { get; set; }

    /// <summary>What bringing a workload into a state fails with, if it does.</summary>
    /// <value>Nothing by default.</value>
    public Func<ComputeState, AdapterException?> ComputeOutage { get; set; } = _ => null;

    /// <summary>Where users are sent.</summary>
    public TrafficState Traffic
    {
        get => _traffic;
        set => Set(() => _traffic = value);
    }

    /// <summary>The rows of the source.</summary>
    public List<string> SourceRows { get; } = ["one", "two", "three"];

    /// <summary>The rows of the target; <see langword="null"/> when it does not exist.</summary>
    public List<string>? TargetRows { get; set; }

    /// <summary>Whether the target's rows cannot be read while its workload runs, as those on a disk of a machine.</summary>
    public bool IsTargetExclusive { get; set; }

    /// <summary>The rows of the rehearsal's copy; <see langword="null"/> when it does not exist.</summary>
    public List<string>? RehearsalRows { get; set; }

    /// <summary>The rows of the backup in the work folder.</summary>
    public List<string>? BackedUpRows { get; set; }

    /// <summary>The stored backups by name.</summary>
    public Dictionary<string, List<string>> Stored { get; } = [];

    /// <summary>Whether the target's infrastructure exists.</summary>
    public bool IsProvisioned { get; set; }

    /// <summary>What the next runs of checks see instead of what they look for.</summary>
    public Queue<string> FailingChecks { get; } = [];

    /// <summary>When traffic was prepared for a cutover, and when that was taken back.</summary>
    public List<string> TrafficPreparations { get; } = [];

    /// <summary>What people were told.</summary>
    public List<Notification> Told { get; } = [];

    /// <summary>The invariants that were broken, in words.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>All adapters of this world; the kind of each is <c>fake</c>.</summary>
    public AdapterCatalog Adapters => new(
    [
        new FakeCompute(this), new FakeInfrastructure(this), new FakeData(this), new FakeBackupStore(this),
        new FakeTraffic(this), new FakeCheck(this), new FakeNotifier(this),
    ]);

    /// <summary>A plan that uses every adapter of this world.</summary>
    public static MigrationPlan Plan() => new()
    {
        Version = 1,
        Name = "orders",
        Compute = new() { Source = Spec("source"), Target = Spec("target") },
        Infrastructure = new() { Kind = "fake" },
        Data = [new() { Name = "db", Kind = "fake" }],
        Backup = new() { Kind = "fake" },
        Traffic = new() { Kind = "fake" },
        Checks = [new() { Name = "health", Kind = "fake" }],
        Notify = [new() { Kind = "fake" }],
        Fallback = new() { KeepFor = TimeSpan.FromDays(1) },
    };

    /// <summary>Requires that everything is back where it was before the migration, and that no invariant was ever broken.</summary>
    public void RequireBackAtSource()
    {
        Require(Source == ComputeState.Running, "the source does not run");
        Require(Target == ComputeState.Stopped, "the target runs");
        Require(Traffic == new TrafficState(Side.Source, IsHeld: false), $"traffic is {Traffic}");
        Require(TargetRows is null && RehearsalRows is null, "something half-built is left on the target");
        Require(!IsProvisioned, "infrastructure is left on the target");
        Require(!IsSourceFrozen, "the source refuses writes");
        Require(Syncs.Count == 0, $"left of the sync: {string.Join(", ", Syncs)}");
        RequireNoViolation();
    }

    /// <summary>Requires that users are on a target with all their rows, and that no invariant was ever broken.</summary>
    public void RequireAtTarget()
    {
        Require(Source == ComputeState.Stopped, "the source runs");
        Require(Target == ComputeState.Running, "the target does not run");
        Require(!IsTargetFrozen, "the target refuses writes");
        Require(!Syncs.Contains(SyncDirection.Forward), "the target still follows the source");
        Require(Traffic == new TrafficState(Side.Target, IsHeld: false), $"traffic is {Traffic}");
        Require(TargetRows is not null && SourceRows.All(TargetRows.Contains), "rows are missing on the target");
        RequireNoViolation();
    }

    /// <summary>Requires that no invariant was ever broken.</summary>
    public void RequireNoViolation() => Require(Violations.Count == 0, string.Join("; ", Violations));

    private static AdapterSpec Spec(string side) => new()
    {
        Kind = "fake",
        Settings = new Dictionary<string, System.Text.Json.JsonElement> { ["side"] = System.Text.Json.JsonSerializer.SerializeToElement(side) },
    };

    private static void Require(bool condition, string otherwise) => Xunit.Assert.True(condition, otherwise);

    private void Set(Action change)
    {
        change();
        var serving = Traffic.Side == Side.Source ? Source : Target;
        if (!Traffic.IsHeld && serving != ComputeState.Running)
            Violations.Add($"traffic points at the {Traffic.Side}, which is {serving}");
        if (!Traffic.IsHeld && (Traffic.Side == Side.Source ? IsSourceFrozen : IsTargetFrozen))
            Violations.Add($"traffic points at the {Traffic.Side}, which is frozen");
        if (Source == ComputeState.Running && !IsSourceFrozen && Target == ComputeState.Running && Traffic is { Side: Side.Target, IsHeld: false })
            Violations.Add("source and target both accept writes");
    }
}
