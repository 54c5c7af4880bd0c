using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Api.Dashboard;

/// <summary>Writes the events of the list of all migrations.</summary>
internal static class OverviewFrames
{
    /// <summary>How many rows an event holds at most.</summary>
    public const int MostRows = 500;

    /// <summary>Rows that have changed.</summary>
    public static byte[] Rows(string eventId, IReadOnlyCollection<OverviewItem> rows) => Write(eventId, "rows", rows, more: null);

    /// <summary>Rows that are gone.</summary>
    public static byte[] Removed(string eventId, IEnumerable<string> ids) =>
        Encoding.UTF8.GetBytes($"id: {eventId}\nevent: removed\ndata: {JsonSerializer.Serialize(new { ids })}\n\n");

    /// <summary>
    /// The whole list in pieces. Only the last one counts as seen: who loses the connection before it gets the whole list again.
    /// </summary>
    /// <param name="eventId">The id of the last piece.</param>
    /// <param name="unseenId">The id of every other piece.</param>
    /// <param name="rows">All rows.</param>
    public static IEnumerable<byte[]> Everything(string eventId, string unseenId, IReadOnlyList<OverviewItem> rows)
    {
        var start = 0;
        do
        {
            var piece = rows.Skip(start).Take(MostRows).ToList();
            var kind = start == 0 ? "reset" : "rows";
            start += MostRows;
            yield return Write(start < rows.Count ? unseenId : eventId, kind, piece, more: start < rows.Count);
        }
        while (start < rows.Count);
    }

    private static byte[] Write(string eventId, string kind, IReadOnlyCollection<OverviewItem> rows, bool? more)
    {
        var frame = new ArrayBufferWriter<byte>(rows.Sum(row => row.Json.Length + 1) + 128);
        Append(frame, $"id: {eventId}\nevent: {kind}\ndata: {{\"rows\":[");
        var isFirst = true;
        foreach (var row in rows)
        {
            if (!isFirst)
                frame.Write(","u8);
            isFirst = false;
            frame.Write(row.Json);
        }

        Append(frame, more is { } follows ? $"],\"more\":{(follows ? "true" : "false")}}}\n\n" : "]}\n\n");
        return frame.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> frame, string text) => Encoding.UTF8.GetBytes(text, frame);
}
