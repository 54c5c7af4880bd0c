namespace Orchestrator.Core.Durability;

/// <summary>
/// The root of the product's own errors. Its descendants are sealed, take facts, build their message themselves and
/// say whether trying again may help.
/// </summary>
/// <param name="message">What happened and to which thing.</param>
/// <param name="isTransient">Whether trying again may help.</param>
/// <param name="inner">What caused it.</param>
public abstract class OrchestratorException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again may help; this alone decides a retry.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>What the reader can do about it.</summary>
    public virtual string? Remedy => null;
}
