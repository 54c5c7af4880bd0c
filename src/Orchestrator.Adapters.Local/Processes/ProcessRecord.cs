using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>What is remembered on disk about a started process.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="StartTicks">When it was started, in clock ticks since the machine was.</param>
/// <param name="BootId">Which boot of the machine that was.</param>
internal sealed record ProcessRecord(int Pid, long StartTicks, string BootId)
{
    /// <summary>Reads a record; an unreadable one is none, because the mark finds the process as well.</summary>
    public static ProcessRecord? Read(string path)
    {
        try
        {
            return File.Exists(path) ? DurableJson.Read<ProcessRecord>(File.ReadAllText(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a record so that a crash leaves either the old or the new one.</summary>
    public static void Write(string path, ProcessEntry process)
    {
        var next = $"{path}.new";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, new ProcessRecord(process.Pid, process.StartTicks, ProcessTable.BootId), DurableJson.Options);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>The process, if it still runs.</summary>
    public ProcessEntry? FindRunning() =>
        BootId == ProcessTable.BootId && ProcessTable.Find(Pid) is { } process && process.StartTicks == StartTicks ? process : null;
}
