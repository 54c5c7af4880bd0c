using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>Why a start has failed, with the end of the boot log.</summary>
/// <param name="Problem">What happened, without secrets.</param>
/// <param name="Subject">The machine.</param>
/// <param name="Remedy">What the reader can do.</param>
internal sealed record FailedStart(string Problem, string Subject, string Remedy)
{
    /// <summary>The error to throw.</summary>
    /// <returns>The error.</returns>
    public AdapterException ToError() => new(Problem, Subject, Remedy, isTransient: false);
}
