using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Reads a stream to its end and keeps a bounded part of it.</summary>
/// <param name="limitBytes">How much is kept.</param>
/// <param name="keepsEnd">Whether the end is kept rather than the beginning.</param>
/// <param name="onLine">Gets every line as it comes, also of what is not kept.</param>
/// <threadsafety>The text may be asked for while the stream is read.</threadsafety>
internal sealed class BoundedOutput(int limitBytes, bool keepsEnd, Action<string>? onLine = null)
{
    private readonly Lock _lock = new();
    private readonly List<byte> _kept = [];
    private readonly LineSplitter? _lines = onLine is null ? null : new(onLine);

    /// <summary>What has been kept so far.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_kept));
            }
        }
    }

    public async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
        {
            _lines?.Add(buffer.AsSpan(0, count));
            lock (_lock)
            {
                Keep(buffer.AsSpan(0, count));
            }
        }

        _lines?.Finish();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (!keepsEnd)
        {
            _kept.AddRange(bytes[..Math.Min(bytes.Length, limitBytes - _kept.Count)]);
            return;
        }

        _kept.AddRange(bytes);
        if (_kept.Count > 2 * limitBytes)
        {
            _kept.RemoveRange(0, _kept.Count - limitBytes);
        }
    }
}
