using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>Keeps the status of a migration and publishes every change of it.</summary>
internal sealed class StatusBoard(IOrchestrationContext context, MigrationStatus initial)
{
    private const int MaxErrorLength = 800;
    private const int ShortestText = 10;

    /// <summary>The status as last published.</summary>
    public MigrationStatus Status { get; private set; } = initial;

    /// <summary>The steps that have evidence, with its hash, in the order in which they ran.</summary>
    public List<string> Evidence { get; } = [];

    /// <summary>Changes and publishes the status.</summary>
    public void Publish(Func<MigrationStatus, MigrationStatus> change)
    {
        var next = change(Status);
        MigrationTransitions.Check(Status.State, next.State);
        Status = next with { Revision = Status.Revision + 1 };
        context.SetCustomStatus(Fit(Status));
    }

    /// <summary>Shows that an attempt of a step or undo begins.</summary>
    public void Begin(Step step, int attempt, string next)
    {
        Publish(status => (step.Effect is StepEffect.FreezesWrites or StepEffect.HoldsUsersAtSource ? Freeze(status) : status) with { Phase = step.Title, Next = next });
        Update(step, shown => shown with
        {
            State = StepState.Running,
            Attempt = attempt,
            StartedAt = shown.StartedAt ?? context.CurrentUtc,
            FinishedAt = null,
            RetryAt = null,
        });
    }

    /// <summary>Shows that a step is done.</summary>
    public void Complete(Step step, StepOutcome outcome)
    {
        if (outcome.EvidenceHash is { } hash)
            Evidence.Add($"{step.Name} {hash}");
        Update(step, shown => shown with
        {
            State = StepState.Completed,
            FinishedAt = context.CurrentUtc,
            Summary = Cut(outcome.Summary),
            Error = null,
        });
        Apply(step);
    }

    /// <summary>Shows what a step or undo does to users once it is done.</summary>
    public void Apply(Step step) => Publish(status => step.Effect switch
    {
        StepEffect.GivesWritesBack => Thaw(status),
        StepEffect.SendsUsersToTarget => Thaw(status) with { Traffic = Side.Target },
        StepEffect.HoldsUsersAtSource => status with { Traffic = Side.Source },
        _ => status,
    });

    /// <summary>Shows that users are held, and why, outside of any step.</summary>
    public void Hold(string phase) => Publish(status => Freeze(status) with { Phase = Cut(phase) });

    /// <summary>Shows that users who were held can write again.</summary>
    public void Release() => Publish(Thaw);

    /// <summary>Shows a change of one step.</summary>
    public void Update(Step step, Func<StepStatus, StepStatus> change) => Publish(status => status with
    {
        Steps = [.. status.Steps.Select(shown => shown.Name == step.Name ? change(shown) : shown)],
    });

    /// <summary>Cuts an error to a length that leaves room for the others in 16 KiB.</summary>
    public static string Cut(string error) => Cut(error, MaxErrorLength)!;

    // A status that is too large is an error in every host, and an error here would end the undos: texts give way.
    private static MigrationStatus Fit(MigrationStatus status)
    {
        for (var length = MaxErrorLength; length >= ShortestText && DurableJson.Write(status)!.Length * sizeof(char) > CustomStatus.MaxSizeBytes; length /= 2)
            status = Shorten(status, length);
        return status;
    }

    private static MigrationStatus Shorten(MigrationStatus status, int length) => status with
    {
        Error = Cut(status.Error, length),
        Next = Cut(status.Next, length),
        Steps = [.. status.Steps.Select(step => step with { Summary = Cut(step.Summary, length), Error = Cut(step.Error, length) })],
    };

    private static string? Cut(string? text, int length) => text is null || text.Length <= length ? text : text[..length] + "…";

    private MigrationStatus Freeze(MigrationStatus status) => status with { WritesFrozenSince = status.WritesFrozenSince ?? context.CurrentUtc };

    private MigrationStatus Thaw(MigrationStatus status) => status.WritesFrozenSince is not { } since ? status : status with
    {
        WritesFrozenSince = null,
        Downtime = (status.Downtime ?? TimeSpan.Zero) + (context.CurrentUtc - since),
    };
}
