namespace Orchestrator.Testing.Arm;

/// <summary>How an answer says where its operation can be asked after.</summary>
[Flags]
internal enum OperationStyle
{
    /// <summary>Not at all: what was asked for is done when the answer comes.</summary>
    None = 0,

    /// <summary>By the header Azure-AsyncOperation, which leads to a status.</summary>
    AsyncOperation = 1,

    /// <summary>By the header Location, which leads to the result.</summary>
    Location = 2,

    /// <summary>By both.</summary>
    Both = AsyncOperation | Location,
}
