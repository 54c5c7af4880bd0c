namespace Orchestrator.Testing.Arm;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>An error is answered, and nothing else happens.</summary>
    Answer,

    /// <summary>The connection is dropped before anything happens.</summary>
    DropBefore,

    /// <summary>The connection is dropped after it happened: the answer is lost.</summary>
    DropAfter,

    /// <summary>The operation that the request starts ends in failure.</summary>
    OperationFails,

    /// <summary>The answer comes late.</summary>
    Delay,
}
