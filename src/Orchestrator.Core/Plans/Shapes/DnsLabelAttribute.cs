using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>A name that can stand in a host name (RFC 1123), and so in the names of everything that is made for it.</summary>
internal sealed class DnsLabelAttribute : RegularExpressionAttribute
{
    public DnsLabelAttribute() : base("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$") =>
        ErrorMessage = "must be a DNS label: 1 to 63 lower-case letters, digits and hyphens, not beginning or ending with a hyphen";
}
