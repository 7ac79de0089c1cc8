import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='JournalHead',
            fields=[
                ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='parties.workspace')),
                ('seq', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='JournalEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField()),
                ('action', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('time_source', models.CharField(max_length=60)),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.CharField(blank=True, max_length=60)),
                ('actor_name', models.CharField(max_length=300)),
                ('package_id', models.BigIntegerField(db_index=True, null=True)),
                ('docflow_id', models.BigIntegerField(db_index=True, null=True)),
                ('document_id', models.BigIntegerField(db_index=True, null=True)),
                ('data', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.workspace')),
            ],
            options={
                'ordering': ('workspace_id', 'seq'),
                'constraints': [models.UniqueConstraint(fields=('workspace', 'seq'), name='journal_seq')],
            },
        ),
    ]
