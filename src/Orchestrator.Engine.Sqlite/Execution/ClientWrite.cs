using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>A request from outside. A refusal, such as an unknown id, is an answer and does not disturb the commit.</summary>
internal abstract class ClientWrite<T>(string name) : IWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OrchestratorException? _refusal;
    private T? _result;

    public string Name { get; } = name;

    public Task<T> Done => _done.Task;

    public void Apply(HubTables tables)
    {
        _refusal = null;
        try
        {
            _result = Write(tables);
        }
        catch (OrchestratorException refusal) when (refusal is not StorageException)
        {
            _refusal = refusal;
        }
    }

    public void Committed()
    {
        if (_refusal is not null)
        {
            _done.TrySetException(_refusal);
            return;
        }
        Follow();
        _done.TrySetResult(_result!);
    }

    public void Failed(Exception error) => _done.TrySetException(error);

    /// <summary>Writes the rows, or throws why not before it writes any.</summary>
    protected abstract T Write(HubTables tables);

    /// <summary>What follows once the rows are durable.</summary>
    protected virtual void Follow()
    {
    }
}
