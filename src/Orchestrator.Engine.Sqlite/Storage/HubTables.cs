using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>The writer's statements, one method each. Keys are counted here, because there is only one writer.</summary>
/// <threadsafety>Belongs to the writer's thread.</threadsafety>
internal sealed class HubTables(HubConnection connection, HubReader reader)
{
    private long _instanceKey = reader.ReadMax("instances", "key");
    private long _inboxSeq = reader.ReadMax("inbox", "seq");
    private long _taskRow = reader.ReadMax("tasks", "id");

    public (long Key, OrchestrationState State)? FindInstance(string instanceId)
    {
        var row = connection["SELECT key, state FROM instances WHERE instance_id = ?1"].Bind(1, instanceId);
        if (!row.Read())
            return null;
        var found = (row.Int(0), (OrchestrationState)row.Int(1));
        row.Reset();
        return found;
    }

    public OrchestrationState? FindState(long key)
    {
        var row = connection["SELECT state FROM instances WHERE key = ?1"].Bind(1, key);
        if (!row.Read())
            return null;
        var state = (OrchestrationState)row.Int(0);
        row.Reset();
        return state;
    }

    public List<long> FindChildren(long key)
    {
        var rows = connection["SELECT key FROM instances WHERE parent_key = ?1 AND state IN (0, 1, 2)"].Bind(1, key);
        var children = new List<long>();
        while (rows.Read())
            children.Add(rows.Int(0));
        return children;
    }

    /// <summary>Stores a new instance and returns its key.</summary>
    public long InsertInstance(InstanceRow row)
    {
        var key = ++_instanceKey;
        connection["INSERT INTO instances (key, instance_id, name, version, state, run, created_at, updated_at, parent_key, parent_id, parent_run, parent_task) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?6, ?7, ?8, ?9, ?10)"]
            .Bind(1, key).Bind(2, row.InstanceId).Bind(3, row.Name).Bind(4, row.Version).Bind(5, (long)row.State).Bind(6, row.CreatedAt.UtcTicks)
            .Bind(7, row.Parent?.Key).Bind(8, row.Parent?.InstanceId).Bind(9, row.Parent?.Run).Bind(10, row.Parent?.TaskId).Execute();
        WriteInput(key, row.InputJson);
        return key;
    }

    public void WriteInput(long key, string? inputJson) =>
        connection["INSERT INTO inputs (key, input) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET input = ?2"].Bind(1, key).Bind(2, inputJson).Execute();

    public void UpdateInstance(InstanceRow row) =>
        connection["UPDATE instances SET state = ?2, run = ?3, updated_at = ?4, custom_status = ?5, output = ?6, failure = ?7 WHERE key = ?1"]
            .Bind(1, row.Key).Bind(2, (long)row.State).Bind(3, row.Run).Bind(4, row.UpdatedAt.UtcTicks)
            .Bind(5, row.CustomStatusJson).Bind(6, row.OutputJson).Bind(7, DurableJson.Write(row.Failure)).Execute();

    public void AppendHistory(long key, HistoryEvent record) =>
        connection["INSERT INTO history (instance_key, kind, at, task, name, target, payload, fire_at, failure) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"]
            .Bind(1, key).Bind(2, (long)record.Kind).Bind(3, record.At.UtcTicks).Bind(4, record.TaskId).Bind(5, record.Name).Bind(6, record.Target)
            .Bind(7, record.PayloadJson).Bind(8, record.FireAt?.UtcTicks).Bind(9, DurableJson.Write(record.Failure)).Execute();

    public void DeleteHistory(long key) => connection["DELETE FROM history WHERE instance_key = ?1"].Bind(1, key).Execute();

    /// <summary>Stores a message and notes its row in it.</summary>
    public void InsertMessage(long key, Message message)
    {
        message.Seq = ++_inboxSeq;
        connection["INSERT INTO inbox (seq, instance_key, run, visible_at, kind, task, name, payload, failure) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"]
            .Bind(1, message.Seq).Bind(2, key).Bind(3, message.Run).Bind(4, message.VisibleAt?.UtcTicks).Bind(5, (long)message.Event.Kind)
            .Bind(6, message.Event.TaskId).Bind(7, message.Event.Name).Bind(8, message.Event.PayloadJson)
            .Bind(9, DurableJson.Write(message.Event.Failure)).Execute();
    }

    public void DeleteMessage(long seq) => connection["DELETE FROM inbox WHERE seq = ?1"].Bind(1, seq).Execute();

    public void DeleteTimer(long key, int run, int taskId) =>
        connection["DELETE FROM inbox WHERE instance_key = ?1 AND run = ?2 AND task = ?3 AND kind = ?4"]
            .Bind(1, key).Bind(2, run).Bind(3, taskId).Bind(4, (long)EventKind.TimerFired).Execute();

    /// <summary>Removes what waits for an earlier run: its timers and activities.</summary>
    public void DeleteRun(long key)
    {
        connection["DELETE FROM inbox WHERE instance_key = ?1 AND kind = ?2"].Bind(1, key).Bind(2, (long)EventKind.TimerFired).Execute();
        connection["DELETE FROM tasks WHERE instance_key = ?1"].Bind(1, key).Execute();
    }

    public void InsertTask(ActivityTask task)
    {
        task.Row = ++_taskRow;
        task.Deliveries = task.HasSlot ? 1 : 0;
        connection["INSERT INTO tasks (id, instance_key, run, task, name, input, deliveries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"]
            .Bind(1, task.Row).Bind(2, task.InstanceKey).Bind(3, task.Run).Bind(4, task.TaskId).Bind(5, task.Name).Bind(6, task.InputJson)
            .Bind(7, task.Deliveries).Execute();
    }

    /// <summary>Counts a delivery; false when the activity is no longer wanted.</summary>
    public bool CountDelivery(long taskRow)
    {
        var update = connection["UPDATE tasks SET deliveries = deliveries + 1 WHERE id = ?1"].Bind(1, taskRow);
        update.Execute();
        return update.Changes > 0;
    }

    public void DeleteTask(long taskRow) => connection["DELETE FROM tasks WHERE id = ?1"].Bind(1, taskRow).Execute();

    /// <summary>Removes what an instance that has ended no longer needs; its row and history stay.</summary>
    public void DeletePending(long key)
    {
        connection["DELETE FROM inbox WHERE instance_key = ?1"].Bind(1, key).Execute();
        connection["DELETE FROM tasks WHERE instance_key = ?1"].Bind(1, key).Execute();
    }

    public void DeleteInstance(long key)
    {
        DeletePending(key);
        DeleteHistory(key);
        connection["DELETE FROM inputs WHERE key = ?1"].Bind(1, key).Execute();
        connection["DELETE FROM instances WHERE key = ?1"].Bind(1, key).Execute();
    }
}
