using System.Text.RegularExpressions;
using Orchestrator.Core.Plans.Reading;

namespace Orchestrator.Core.Plans.Validation;

/// <summary>Refuses secrets written in clear. No message here repeats a value.</summary>
internal static partial class SecretRules
{
    private const string Remedy = "Write a reference instead: env:NAME, file:PATH or keyvault:https://VAULT/secrets/NAME. If the file was shared, change the secret.";

    /// <summary>Checks every text of a document.</summary>
    /// <param name="node">The value.</param>
    /// <param name="path">Its path.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Check(PlanNode node, string path, PlanProblemList problems)
    {
        foreach (var entry in node.Entries)
        {
            var at = PlanPath.Key(path, entry.Key.Text);
            CheckNamed(entry, at, problems);
            Check(entry.Value, at, problems);
        }

        foreach (var (index, item) in node.Items.Index())
        {
            Check(item, PlanPath.Item(path, index), problems);
        }

        if (node.Kind == PlanNodeKind.Text)
        {
            CheckText(node, path, problems);
        }
    }

    /// <summary>Tells a text that holds a password or key.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it must not be shown.</returns>
    public static bool LooksSecret(string text) => SecretInside().IsMatch(text) || PasswordInUrl().IsMatch(text);

    private static void CheckNamed(PlanEntry entry, string path, PlanProblemList problems)
    {
        if (entry.Value.Kind == PlanNodeKind.Text && entry.Value.Text.Length > 0
            && SecretName().IsMatch(entry.Key.Text) && !Reference().IsMatch(entry.Value.Text) && !LooksSecret(entry.Value.Text))
        {
            problems.Add(entry.Value, path, "A secret is written in clear.", Remedy);
        }
    }

    private static void CheckText(PlanNode node, string path, PlanProblemList problems)
    {
        if (LooksSecret(node.Text))
        {
            problems.Add(node, path, "A secret is written in clear.", Remedy);
        }
        else if (BadReference(node.Text) is { } remedy)
        {
            problems.Add(node, path, "This reference to a secret cannot be resolved.", remedy);
        }
    }

    private static string? BadReference(string text) => text switch
    {
        _ when text.StartsWith("env:", StringComparison.Ordinal) && !Variable().IsMatch(text) => "Write env:NAME with letters, digits and underscores.",
        "file:" => "Write file:PATH.",
        _ when text.StartsWith("keyvault:", StringComparison.Ordinal) && !KeyVault().IsMatch(text) => "Write keyvault:https://VAULT/secrets/NAME.",
        _ => null,
    };

    // Connection strings (also pasted into an argument), query strings and command line options; a SQL condition
    // such as "where password = 'x'" is none of them.
    [GeneratedRegex(@"(?:^|[;?&""']|--)\s*(?:password|pwd|passwd|accountkey|sharedaccesskey|sharedaccesssignature|sig|clientsecret|client[_-]secret|secret|api-?key|token|access[_-]token)\s*=\s*[^;&\s]", RegexOptions.IgnoreCase)]
    private static partial Regex SecretInside();

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordInUrl();

    [GeneratedRegex("^key$|(?:password|pwd|passwd|passphrase|secret|token|api-?key|access-?key|account-?key|authorization|functions-key)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("^(?:env|file|keyvault):.")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^env:[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^keyvault:https://[^/\s]+/secrets/[A-Za-z0-9-]+(?:/[A-Za-z0-9]+)?\z")]
    private static partial Regex KeyVault();
}
