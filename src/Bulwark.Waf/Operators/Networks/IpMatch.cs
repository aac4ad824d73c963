namespace Bulwark.Waf.Operators.Networks;

/// <summary>
/// <c>@ipMatch</c>: the value is an address inside one of the listed networks. <c>@ipMatchFromFile</c> reads them from a file, one on each line; empty lines
/// and lines that begin with a number sign are skipped.
/// </summary>
/// <example><c>SecRule REMOTE_ADDR "@ipMatch 10.0.0.0/8,2001:db8::/32" "id:100,phase:1,deny"</c></example>
internal sealed class IpMatch : Operator
{
    private readonly NetworkSet _networks;

    private IpMatch(NetworkSet networks) => _networks = networks;

    /// <exception cref="RuleException">An entry is neither an address nor a CIDR network.</exception>
    public static IpMatch Of(string list) => new(new NetworkSet("ipMatch", list.Split(',', StringSplitOptions.TrimEntries)));

    /// <exception cref="RuleException">The file cannot be read, or a line of it is neither an address nor a CIDR network.</exception>
    public static IpMatch FromFile(RuleDataFile file) => new(new NetworkSet(file.OperatorName, file.ReadLines().Select(line => line.Trim())));

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => _networks.Contains(value);
}
