namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>Something that an orchestration waits for.</summary>
internal interface IOpenTask
{
    /// <summary>Completes it with a result.</summary>
    void Complete(string? json);

    /// <summary>Completes it with an error.</summary>
    void Fail(Exception error);
}
