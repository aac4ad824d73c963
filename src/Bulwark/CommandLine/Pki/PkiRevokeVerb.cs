using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki.Revocation;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki revoke NAME|--serial HEX</c>: takes a certificate back, at once.</summary>
internal static class PkiRevokeVerb
{
    private static readonly Dictionary<string, X509RevocationReason> Reasons = new(StringComparer.Ordinal)
    {
        ["unspecified"] = X509RevocationReason.Unspecified,
        ["keyCompromise"] = X509RevocationReason.KeyCompromise,
        ["affiliationChanged"] = X509RevocationReason.AffiliationChanged,
        ["superseded"] = X509RevocationReason.Superseded,
        ["cessationOfOperation"] = X509RevocationReason.CessationOfOperation,
        ["privilegeWithdrawn"] = X509RevocationReason.PrivilegeWithdrawn,
    };

    public static Command Create()
    {
        var verb = new Command("revoke", "Revoke a certificate at once, by name or by --serial; one that the instance itself uses is replaced first");
        var name = new Argument<string?>("NAME") { Description = "A name that pki show lists", Arity = ArgumentArity.ZeroOrOne };
        var serial = new Option<string?>("--serial") { Description = "The serial number of a certificate of the CA whose file is gone", HelpName = "HEX" };
        var authority = new Option<string>("--ca") { Description = "With --serial: the CA that signed it", HelpName = "origin|admin", DefaultValueFactory = _ => "origin" };
        authority.AcceptOnlyFromAmong("origin", "admin");
        var reason = new Option<string>("--reason") { Description = "Why, as the list says it", DefaultValueFactory = _ => "unspecified" };
        reason.AcceptOnlyFromAmong([.. Reasons.Keys]);
        verb.Arguments.Add(name);
        foreach (var option in new Option[] { serial, authority, reason })
            verb.Options.Add(option);

        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var pki = PkiInstance.Of(parse, instance);
            using var session = pki.Open();
            var why = Reasons[parse.GetRequiredValue(reason)];
            var reload = pki.Reload(cancellationToken);
            var revoked = (parse.GetValue(name), parse.GetValue(serial)) switch
            {
                ({ } leaf, null) => await Revoking.RevokeAsync(session, leaf, why, reload),
                (null, { } number) => await Revoking.RevokeSerialAsync(session, parse.GetRequiredValue(authority) + "-ca", number, why, reload),
                _ => throw new OperatorException("Name the certificate, or give its serial number with --serial, one of the two."),
            };
            return output.Write(parse, new PkiReport("revoke", parse.GetValue(name) is { } named ? [named] : [], [], pki.Settings) { Serial = revoked }, $"{revoked} is revoked.");
        });
        return verb;
    }
}
