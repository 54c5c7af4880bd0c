using System.Diagnostics.CodeAnalysis;
using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>A task of the orchestration whose result is of type <typeparamref name="T"/>. Continuations run inside the completing call.</summary>
internal sealed class OpenTask<T> : IOpenTask
{
    private readonly TaskCompletionSource<T> _completion = new();

    public Task<T> Task => _completion.Task;

    [SuppressMessage("Design", "CA1031", Justification = "A payload of the wrong type is an error of the code that asked for that type.")]
    public void Complete(string? json)
    {
        T? value;
        try
        {
            value = DurableJson.Read<T>(json);
        }
        catch (Exception error)
        {
            _completion.TrySetException(error);
            return;
        }
        _completion.TrySetResult(value!);
    }

    public void Fail(Exception error) => _completion.TrySetException(error);

    public void Cancel(CancellationToken cancellation) => _completion.TrySetCanceled(cancellation);
}
