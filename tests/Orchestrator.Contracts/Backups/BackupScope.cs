using System.Collections.Concurrent;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.Backups;

/// <summary>A step that only a backup store works for; remembers its progress.</summary>
public sealed class BackupScope : IProgress<StepProgress>
{
    private readonly ConcurrentQueue<StepProgress> _reports = new();
    private readonly Action<StepProgress> _listener;

    /// <summary>Makes a step.</summary>
    /// <param name="plan">The part of the plan.</param>
    /// <param name="listener">Hears of progress on the reporting thread.</param>
    public BackupScope(BackupPlan plan, Action<StepProgress>? listener = null)
    {
        _listener = listener ?? (_ => { });
        Scope = new StepScope
        {
            MigrationId = "m-1",
            Step = "backup",
            Plan = new MigrationPlan { Version = 1, Name = "workload", Backup = plan },
            WorkFolder = Path.GetTempPath(),
            Progress = this,
            Secrets = new TestSecrets(),
            Expander = (value, _) => ValueTask.FromResult(value),
        };
    }

    /// <summary>What an adapter gets.</summary>
    public StepScope Scope { get; }

    /// <summary>All reports so far, in their order.</summary>
    public IReadOnlyList<StepProgress> Reports => [.. _reports];

    /// <inheritdoc/>
    public void Report(StepProgress value)
    {
        _reports.Enqueue(value);
        _listener(value);
    }
}
