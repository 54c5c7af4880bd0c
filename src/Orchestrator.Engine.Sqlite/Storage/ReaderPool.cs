using System.Collections.Concurrent;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>Readers that are open and not in use.</summary>
internal sealed class ReaderPool(string hubPath) : IDisposable
{
    private readonly ConcurrentBag<HubReader> _free = [];

    public T Read<T>(Func<HubReader, T> read)
    {
        var reader = _free.TryTake(out var free) ? free : new HubReader(hubPath);
        try
        {
            return read(reader);
        }
        finally
        {
            _free.Add(reader);
        }
    }

    public void Dispose()
    {
        while (_free.TryTake(out var reader))
            reader.Dispose();
    }
}
