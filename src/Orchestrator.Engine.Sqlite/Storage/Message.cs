namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>Something on its way to an instance. Durable either as a row of the inbox or as the task whose answer it is.</summary>
internal sealed class Message(HistoryEvent happened)
{
    public const int AnyRun = -1;

    public HistoryEvent Event { get; } = happened;

    /// <summary>Its row in the inbox; 0 when it has none.</summary>
    public long Seq { get; set; }

    /// <summary>The row of the activity that it answers; 0 when it answers none.</summary>
    public long TaskRow { get; set; }

    /// <summary>The run it is for; a later run drops it.</summary>
    public int Run { get; init; } = AnyRun;

    /// <summary>When it becomes visible: a timer or a later start.</summary>
    public DateTimeOffset? VisibleAt { get; init; }
}
