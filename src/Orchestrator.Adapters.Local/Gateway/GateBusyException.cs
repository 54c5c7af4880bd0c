namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>A change was given up since the old side still works on requests; the former state is in force again.</summary>
internal sealed class GateBusyException(int inFlight, TimeSpan waited)
    : Exception($"{inFlight} request(s) were still in flight after {waited.TotalSeconds:0.#} s, so nothing was changed.");
