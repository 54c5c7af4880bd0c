using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>The result of reading a disk back, kept until its access is closed, so that it is not read again for that.</summary>
/// <param name="Comparison">The result.</param>
/// <param name="Reference">What it was compared with.</param>
/// <param name="At">When.</param>
internal sealed record KeptComparison(DataComparison Comparison, string Reference, DateTimeOffset At);
