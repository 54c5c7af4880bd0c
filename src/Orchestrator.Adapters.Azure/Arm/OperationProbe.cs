namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>What a look at the resource tells about an operation.</summary>
internal enum OperationProbe
{
    /// <summary>It has not been asked for, or it failed.</summary>
    NotStarted,

    /// <summary>Azure works on it.</summary>
    UnderWay,

    /// <summary>What it is for holds.</summary>
    Done,
}
