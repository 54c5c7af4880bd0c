namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>An activity that was scheduled and has not yet answered.</summary>
internal sealed record ActivityTask(long InstanceKey, string InstanceId, int Run, int TaskId, string Name)
{
    public string? InputJson { get; init; }

    /// <summary>Its row; assigned when it is stored.</summary>
    public long Row { get; set; }

    /// <summary>How many deliveries are stored.</summary>
    public int Deliveries { get; set; }

    /// <summary>Whether a slot was free when it was stored, so that its first delivery was counted in the same commit.</summary>
    public bool HasSlot { get; set; }
}
