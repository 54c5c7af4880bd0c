using System.Text;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Makes lines of what comes in pieces.</summary>
/// <param name="onLine">Takes each line, without its end.</param>
internal sealed class LineSplitter(Action<string> onLine)
{
    // What has no line ends must not fill the memory.
    private const int LongestLineBytes = 1024 * 1024;

    private readonly List<byte> _open = [];

    /// <summary>Takes a piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        while (piece.IndexOf((byte)'\n') is var end and >= 0)
        {
            Keep(piece[..end]);
            Finish();
            piece = piece[(end + 1)..];
        }

        Keep(piece);
    }

    /// <summary>Ends the last line, if it has not been.</summary>
    public void Finish()
    {
        if (_open.Count > 0)
        {
            onLine(Encoding.UTF8.GetString([.. _open]).TrimEnd('\r'));
        }

        _open.Clear();
    }

    private void Keep(ReadOnlySpan<byte> bytes) => _open.AddRange(bytes[..Math.Min(bytes.Length, LongestLineBytes - _open.Count)]);
}
