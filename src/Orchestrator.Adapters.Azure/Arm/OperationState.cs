namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>How far an operation is, as far as it was noted.</summary>
internal enum OperationState
{
    /// <summary>It is about to be asked for; whether it was, only the resource tells.</summary>
    Starting,

    /// <summary>The resource shows that it, or somebody else's, is under way. There is no handle.</summary>
    Found,

    /// <summary>It was taken on.</summary>
    Started,

    /// <summary>It ended well.</summary>
    Ended,
}
