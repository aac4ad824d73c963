using System.CommandLine;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki ...</c>: the life of the instance's certificates.</summary>
internal static class PkiVerb
{
    public static Command Create() => new("pki", "Certificates and the CAs that sign them; goes by the settings in force, whatever the settings file says in the meantime")
    {
        PkiShowVerb.Create(),
        PkiIssueVerb.Create(),
        PkiExportVerb.Create(),
        PkiRotateVerb.Create(),
        PkiRevokeVerb.Create(),
        PkiTrustVerb.CreateImport(),
        PkiTrustVerb.CreateRetire(),
        PkiReloadVerb.Create(),
        PkiUnlockVerb.Create(),
    };
}
