using System.CommandLine;
using System.Globalization;
using Bulwark.Pki;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki show</c>: every certificate of the instance, its end and its state.</summary>
internal static class PkiShowVerb
{
    public static Command Create()
    {
        var verb = new Command("show", "Show every certificate: its end, serial number, state and file");
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(parse =>
        {
            var pki = PkiInstance.Of(parse, instance);
            var certificates = PkiInventory.Read(pki.Folder, pki.Request.Time.GetUtcNow());
            if (parse.GetValue(json))
                JsonOutput.Write(certificates, CommandLineJson.Default.IReadOnlyListCertificateState);
            else
                Print(certificates, UnlockKeyMove.LiesBesideTheKeys(pki.Request.Data));

            return 0;
        });
        return verb;
    }

    private static void Print(IEnumerable<CertificateState> certificates, bool liesBesideTheKeys)
    {
        var table = new TextTable("name", "kind", "subject", "days left", "serial", "state", "file");
        foreach (var one in certificates)
            table.Add(one.Name, one.Kind, one.Subject, one.DaysLeft.ToString(CultureInfo.InvariantCulture), one.Serial, one.State, one.File);

        Console.Write(table);
        if (liesBesideTheKeys)
            Console.WriteLine("\nThe unlock key lies beside the keys that it opens. Move it out with: bulwark pki unlock move FILE");
    }
}
