using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestrator.Adapters.Local.Secrets;

/// <summary>Keeps known secrets out of texts, in the forms in which they are usually written.</summary>
/// <remarks>Secrets shorter than 4 characters are left: replacing them would garble texts and hide nothing.</remarks>
internal sealed class Redactor
{
    private const int MinLength = 4;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private volatile string[] _longestFirst = [];

    /// <summary>Learns a secret, and the passwords and keys inside of it when it is a connection string or URL.</summary>
    public void Add(string secret)
    {
        if (_longestFirst.Contains(secret))
        {
            return;
        }

        Learn([secret, .. SecretParts.Of(secret)]);
    }

    /// <summary>Learns the passwords and keys inside of a value that is no secret as a whole.</summary>
    public void AddParts(string value) => Learn(SecretParts.Of(value));

    public string Redact(string text)
    {
        foreach (var form in _longestFirst)
        {
            text = text.Replace(form, "***", StringComparison.Ordinal);
        }

        return text;
    }

    private void Learn(IEnumerable<string> secrets)
    {
        var forms = secrets.SelectMany(Forms).Where(form => form.Length >= MinLength).ToList();
        lock (_lock)
        {
            var before = _known.Count;
            _known.UnionWith(forms);
            if (_known.Count > before)
            {
                _longestFirst = [.. _known.OrderByDescending(form => form.Length)];
            }
        }
    }

    private static IEnumerable<string> Forms(string secret)
    {
        if (secret.Length < MinLength)
        {
            yield break;
        }

        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        yield return secret;
        yield return base64;
        yield return base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        yield return Uri.EscapeDataString(secret);
        yield return Uri.UnescapeDataString(secret);
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
    }
}
