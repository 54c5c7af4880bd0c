using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>A progress board that nobody looks at.</summary>
public sealed class NoProgress : IProgressBoard
{
    /// <inheritdoc/>
    public void Report(string migrationId, string step, StepProgress progress)
    {
        // nobody looks
    }

    /// <inheritdoc/>
    public StepProgress? Find(string migrationId, string step) => null;

    /// <inheritdoc/>
    public void Clear(string migrationId)
    {
        // nothing to forget
    }
}
