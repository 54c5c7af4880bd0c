namespace Orchestrator.Adapters.Local.Secrets;

/// <summary>
/// Which secrets of this server a plan may refer to. Without this, anybody who may start a migration could read any
/// secret of the server by having it sent to an endpoint of their own.
/// </summary>
public sealed class SecretsOptions
{
    /// <summary>The environment variables that <c>env:NAME</c> may read: names, with <c>*</c> and <c>?</c> as wildcards.</summary>
    /// <value>None by default. The server's own variables, <c>ORCHESTRATOR_*</c>, are refused whatever stands here.</value>
    public IList<string> AllowedEnvironment { get; } = [];

    /// <summary>The folders beneath which <c>file:PATH</c> may read, symbolic links resolved.</summary>
    /// <value>None by default.</value>
    public IList<string> AllowedFolders { get; } = [];

    /// <summary>The hosts that <c>keyvault:URL</c> may ask, for example <c>contoso.vault.azure.net</c>; wildcards as above.</summary>
    /// <value>None by default.</value>
    public IList<string> AllowedVaults { get; } = [];
}
