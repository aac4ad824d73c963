using System.Globalization;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Operators.Networks;

namespace Bulwark.Waf.Acl.Compilation;

/// <summary>The sets of addresses that a web ACL names once for all its rules. Each is read once, however many rules refer to it.</summary>
internal sealed class IpSetTable
{
    private readonly AclProblems _problems;
    private readonly Dictionary<string, NamedNetworks?> _sets = new(StringComparer.Ordinal);

    public IpSetTable(AclProblems problems, IReadOnlyDictionary<string, IReadOnlyList<string>> sets)
    {
        _problems = problems;
        foreach (var (name, addresses) in sets)
            _sets.Add(name, Read(name, addresses, $"ipSets.{name}"));
    }

    /// <summary>The set of a statement.</summary>
    /// <returns>null when there is a problem with it.</returns>
    public NamedNetworks? Of(IpSetOptions options, string path)
    {
        if (options.Set is null)
            return Read(string.Create(CultureInfo.InvariantCulture, $"of {options.Addresses.Count}"), options.Addresses, $"{path}.addresses");

        if (options.Addresses.Count > 0)
            _problems.Add(path, "names a set and addresses: only one of them can be meant");

        if (_sets.TryGetValue(options.Set, out var set))
            return set;

        _problems.Add($"{path}.set", _sets.Count == 0 ? $"there is no set '{options.Set}': ipSets names none" : $"there is no set '{options.Set}', only {string.Join(", ", _sets.Keys)}");
        return null;
    }

    private NamedNetworks? Read(string name, IReadOnlyList<string> addresses, string path)
    {
        if (addresses.Count == 0)
            _problems.Add(path, "holds no address");

        return _problems.Try(path, () => new NetworkSet("ipMatch", addresses)) is { } networks ? new NamedNetworks(name, networks) : null;
    }
}
