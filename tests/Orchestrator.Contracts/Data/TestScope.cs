using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.Data;

/// <summary>Scopes for tests of data adapters: no engine, progress ignored unless asked for.</summary>
public static class TestScope
{
    /// <summary>Makes a scope.</summary>
    /// <param name="component">The only component of its plan.</param>
    /// <param name="workFolder">Its work folder.</param>
    /// <param name="step">The step.</param>
    /// <param name="isRehearsal">Whether it is a rehearsal.</param>
    /// <param name="migrationId">The migration.</param>
    public static StepScope Create(
        DataComponent component, string workFolder, string step = "step", bool isRehearsal = false, string migrationId = "m-1") => new()
        {
            MigrationId = migrationId,
            Step = step,
            Plan = new MigrationPlan { Version = 1, Name = "workload", Data = [component] },
            IsRehearsal = isRehearsal,
            WorkFolder = workFolder,
            Progress = new ProgressTo(_ => { }),
            Secrets = new TestSecrets(),
            Expander = (value, _) => ValueTask.FromResult(value),
        };

    /// <summary>The same scope with somebody who listens to its progress, on the reporting thread.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="listener">The listener.</param>
    public static StepScope With(this StepScope scope, Action<StepProgress> listener) => new()
    {
        MigrationId = scope.MigrationId,
        Step = scope.Step,
        Plan = scope.Plan,
        IsRehearsal = scope.IsRehearsal,
        WorkFolder = scope.WorkFolder,
        Progress = new ProgressTo(listener),
        Secrets = scope.Secrets,
        Expander = scope.Expander,
    };

    private sealed class ProgressTo(Action<StepProgress> listener) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => listener(value);
    }
}
