namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>A value that a rule matched, without the value.</summary>
/// <param name="Name">The variable: <c>ARGS_POST:json.content.body</c>. What is no common word in it stands as <c>*</c>.</param>
/// <param name="Length">How long the value is; null for one that is a secret.</param>
/// <param name="Hash">Keyed hash of how it begins: the same value has the same hash in all lines of an instance. Null for one that is a secret.</param>
internal sealed record FirewallLineVariable(string Name, int? Length, string? Hash)
{
    /// <summary>Where in a JSON body it stands, when the name does not tell exactly: <c>m\.new_content.body</c>. What is no common word in it stands as <c>*</c>.</summary>
    public string? Path { get; init; }
}
