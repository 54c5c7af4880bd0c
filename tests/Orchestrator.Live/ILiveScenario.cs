namespace Orchestrator.Live;

/// <summary>Something that an adapter does with Azure, from its beginning to its undo.</summary>
internal interface ILiveScenario
{
    /// <summary>Its name on the command line: the kind that is tried.</summary>
    string Name { get; }

    /// <summary>Whether it pays for machines, which has to be wished for.</summary>
    bool NeedsMachines => false;

    /// <summary>Runs it.</summary>
    /// <param name="site">Where.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen, for the reader.</returns>
    Task<string> RunAsync(LiveSite site, CancellationToken cancellation);
}
