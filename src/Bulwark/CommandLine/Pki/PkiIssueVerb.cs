using System.CommandLine;
using System.Globalization;
using Bulwark.Pki;
using Bulwark.Pki.Rotation;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki issue NAME</c>: a leaf of the origin CA for a person, a probe or another machine.</summary>
internal static class PkiIssueVerb
{
    private const int LongestDays = 3650;

    public static Command Create()
    {
        var verb = new Command("issue", "Issue a certificate of the origin CA; without --host it is a client's");
        var name = new Argument<string>("NAME") { Description = "Its CN, and the base name of its files in pki/" };
        var hosts = new Option<string[]>("--host") { Description = "A server's certificate for this DNS name or IP address; may be given several times", HelpName = "HOST" };
        var rsa = new Option<bool>("--rsa") { Description = "An RSA key of 3,072 bits instead of ECDSA on P-256" };
        var days = new Option<int>("--days") { Description = "How long it is valid", HelpName = "N", DefaultValueFactory = _ => (int)CertificateAuthority.LeafLifetime.TotalDays };
        days.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var count) || count is < 1 or > LongestDays))
                result.AddError($"--days takes a whole number from 1 to {LongestDays}.");
        });
        verb.Arguments.Add(name);
        foreach (var option in new Option[] { hosts, rsa, days })
            verb.Options.Add(option);

        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(parse =>
        {
            var pki = PkiInstance.Of(parse, instance);
            using var session = pki.Open();
            var leaf = parse.GetRequiredValue(name);
            IssuedLeaves.Issue(session, leaf, parse.GetValue(hosts) ?? [], TimeSpan.FromDays(parse.GetValue(days)), parse.GetValue(rsa));
            string[] files = [pki.Folder.Certificate(leaf), pki.Folder.Key(leaf)];
            return output.Write(parse, new PkiReport("issue", [leaf], files, pki.Settings), files);
        });
        return verb;
    }
}
