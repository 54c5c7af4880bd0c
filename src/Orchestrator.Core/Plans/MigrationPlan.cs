using System.ComponentModel.DataAnnotations;
using Orchestrator.Core.Plans.Shapes;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans;

/// <summary>One workload and how it is to be migrated: the model of the plan file.</summary>
/// <remarks>A plan never holds a secret: a value <c>env:NAME</c>, <c>file:PATH</c> or <c>keyvault:URL</c> is resolved inside the activity that needs it.</remarks>
public sealed record MigrationPlan
{
    /// <summary>The version of the plan format.</summary>
    /// <value>1, the only one so far.</value>
    [Range(1, 1)]
    public required int Version { get; init; }

    /// <summary>The workload: a DNS label, unique in the hub.</summary>
    [DnsLabel]
    public required string Name { get; init; }

    /// <summary>Where the workload stands.</summary>
    /// <value><see cref="WorkloadEnvironment.Production"/> by default, the careful choice.</value>
    public WorkloadEnvironment Environment { get; init; } = WorkloadEnvironment.Production;

    /// <summary>What an outage costs the business.</summary>
    /// <value><see cref="Plans.Criticality.Medium"/> by default.</value>
    public Criticality Criticality { get; init; } = Criticality.Medium;

    /// <summary>Who answers for the workload.</summary>
    public WorkloadOwner? Owner { get; init; }

    /// <summary>How to migrate.</summary>
    /// <value><see cref="MigrationStrategy.Auto"/> by default: chosen from the tolerated downtime.</value>
    public MigrationStrategy Strategy { get; init; }

    /// <summary>How long the workload may be down, and when.</summary>
    public DowntimePlan Downtime { get; init; } = new();

    /// <summary>Workloads that must be migrated before this one.</summary>
    [DnsLabel]
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>What is stopped at the source and started at the target.</summary>
    public ComputePlan? Compute { get; init; }

    /// <summary>How the target's infrastructure is made.</summary>
    /// <value>Kind <c>none</c> by default: it exists already.</value>
    [AdapterRole<IInfrastructureAdapter>]
    public AdapterSpec Infrastructure { get; init; } = new() { Kind = "none" };

    /// <summary>What is moved.</summary>
    [AdapterRole<IDataAdapter>]
    public IReadOnlyList<DataComponent> Data { get; init; } = [];

    /// <summary>Where the backup is stored. Required by the offline strategy.</summary>
    [AdapterRole<IBackupStore>]
    public BackupPlan? Backup { get; init; }

    /// <summary>What sends users to one side or the other.</summary>
    [AdapterRole<ITrafficAdapter>]
    public AdapterSpec? Traffic { get; init; }

    /// <summary>What must hold on the target before users are sent there.</summary>
    [AdapterRole<ICheckAdapter>]
    public IReadOnlyList<CheckPlan> Checks { get; init; } = [];

    /// <summary>The gates that people open, by name: <c>start</c> and <c>cutover</c>.</summary>
    [KnownKeys("start", "cutover")]
    public IReadOnlyDictionary<string, ApprovalGate> Approvals { get; init; } = new Dictionary<string, ApprovalGate>();

    /// <summary>What happens when a step keeps failing.</summary>
    /// <value><see cref="FailurePolicy.Rollback"/> by default.</value>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>How long the way back is kept open.</summary>
    public FallbackPlan Fallback { get; init; } = new();

    /// <summary>Who is told what.</summary>
    [AdapterRole<INotifier>]
    public IReadOnlyList<NotificationPlan> Notify { get; init; } = [];
}
