using System.Runtime.InteropServices;

namespace Orders;

/// <summary>Ends a command on SIGTERM or Ctrl+C, orderly, so that it still prints its result.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public CancellationToken Token => _stop.Token;

    /// <summary>Starts to listen; the web app has its own handling and must not call this.</summary>
    public void Listen()
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT })
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
    }

    /// <summary>Ends the command when standard input is closed: whoever started it has gone or has had enough.</summary>
    public async Task StopWhenInputClosesAsync()
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null, Token);
        await _stop.CancelAsync();
    }

    public void StopAfter(TimeSpan duration) => _stop.CancelAfter(duration);

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
    }
}
