using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>Reads the rows of the hub file.</summary>
internal static class Columns
{
    public const string Instance =
        "i.key, i.instance_id, i.name, i.version, i.state, i.run, i.created_at, i.updated_at, i.parent_key, i.parent_id, i.parent_run, " +
        "i.parent_task, i.custom_status, i.failure";

    public const string InputAndOutput = ", d.input, i.output";

    public const string Event = "kind, task, name, payload, failure";

    public static InstanceRow ReadInstance(Statement row, bool withInputAndOutput) => new(row.Int(0), row.Text(1)!, row.Text(2)!, row.Text(3)!)
    {
        State = (OrchestrationState)row.Int(4),
        Run = (int)row.Int(5),
        CreatedAt = Time(row.Int(6)),
        UpdatedAt = Time(row.Int(7)),
        Parent = row.IntOrNull(8) is { } parent ? new(parent, row.Text(9)!, (int)row.Int(10), (int)row.Int(11)) : null,
        CustomStatusJson = row.Text(12),
        Failure = DurableJson.Read<FailureDetails>(row.Text(13)),
        InputJson = withInputAndOutput ? row.Text(14) : null,
        OutputJson = withInputAndOutput ? row.Text(15) : null,
    };

    public static HistoryEvent ReadEvent(Statement row, int from) => new((EventKind)row.Int(from))
    {
        TaskId = (int)row.Int(from + 1),
        Name = row.Text(from + 2),
        PayloadJson = row.Text(from + 3),
        Failure = DurableJson.Read<FailureDetails>(row.Text(from + 4)),
    };

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
