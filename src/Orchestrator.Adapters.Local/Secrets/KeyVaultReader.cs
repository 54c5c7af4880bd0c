namespace Orchestrator.Adapters.Local.Secrets;

/// <summary>Reads a secret from a key vault with the host's own identity.</summary>
/// <param name="secret">The address, for example <c>https://contoso.vault.azure.net/secrets/orders</c>; its host is an allowed one.</param>
/// <param name="cancellation">Gives up.</param>
/// <returns>The secret.</returns>
/// <exception cref="Core.Ports.AdapterException">There is no such secret, or the identity may not read it.</exception>
public delegate ValueTask<string> KeyVaultReader(Uri secret, CancellationToken cancellation);
