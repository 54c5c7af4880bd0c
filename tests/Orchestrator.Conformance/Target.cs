using System.Reflection;
using Orchestrator.Contracts.Durability;

namespace Orchestrator.Conformance;

/// <summary>A host to try: every promise is made to a new one.</summary>
public abstract class Target : OrchestrationContract
{
    /// <summary>Why a promise cannot be tried on this host; <see langword="null"/> when it can.</summary>
    /// <param name="promise">The promise.</param>
    public virtual string? WhyNot(MethodInfo promise) => null;
}
