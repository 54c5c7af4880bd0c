using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Why a disk could not be compared, kept until its access is closed.</summary>
/// <param name="Problem">What happened, without secrets.</param>
/// <param name="Subject">Which thing it happened to.</param>
/// <param name="Remedy">What the reader can do.</param>
/// <param name="IsTransient">Whether trying again may help.</param>
internal sealed record FailedReading(string Problem, string Subject, string Remedy, bool IsTransient)
{
    /// <summary>Keeps an error.</summary>
    /// <param name="error">The error.</param>
    /// <returns>What is kept of it.</returns>
    public static FailedReading Of(AdapterException error) => new(error.Problem, error.Subject, error.Remedy, error.IsTransient);

    /// <summary>The error to throw.</summary>
    /// <returns>The error.</returns>
    public AdapterException ToError() => new(Problem, Subject, Remedy, IsTransient);
}
