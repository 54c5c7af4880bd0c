namespace Orchestrator.Testing.Arm;

/// <summary>That an operation was started.</summary>
/// <param name="Method">The method of the request.</param>
/// <param name="ResourceId">The resource it works on.</param>
/// <param name="Name">What it does: <c>put</c>, <c>patch</c>, <c>delete</c> or an action, for example <c>deallocate</c>.</param>
/// <param name="OperationId">Its id in the address to poll.</param>
public sealed record StartedOperation(string Method, string ResourceId, string Name, string OperationId);
