namespace Orchestrator.Core.Ports;

/// <summary>The progress of running steps, for whoever watches. Not durable: a restarted step reports anew.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public interface IProgressBoard
{
    /// <summary>Notes how far a step is.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="step">The step.</param>
    /// <param name="progress">How far it is.</param>
    void Report(string migrationId, string step, StepProgress progress);

    /// <summary>Reads how far a step is.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="step">The step.</param>
    /// <returns>The last report, or <see langword="null"/>.</returns>
    StepProgress? Find(string migrationId, string step);

    /// <summary>Forgets a migration that has ended.</summary>
    /// <param name="migrationId">The migration.</param>
    void Clear(string migrationId);
}
